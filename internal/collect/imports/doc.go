// Package imports keeps the files that people hand over to be imported: the
// upload, the run in the background, its progress, what was rejected, and the
// way back.
//
// What a file means is collect/files' matter. A run is its own source: its
// events carry the run's id, so that undoing it can take out exactly them.
// Runs go one after another, in the order in which they came. How far a run is
// durable is written after every group of rows; one that was cut short goes on
// from there when the program starts again, and nothing is stored twice.
package imports
