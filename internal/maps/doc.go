// Package maps keeps journey maps: what people wrote of their personas' ways
// through the stages (actions, thoughts, feelings, pains, delights, owners,
// touchpoints), and the ideal journey. What is deleted can be restored for
// thirty days.
//
// Live puts the numbers beside the words: each persona is a rule, and the
// analyses of understand are asked about its customers. Nothing is counted here.
package maps
