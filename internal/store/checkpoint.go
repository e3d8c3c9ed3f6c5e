package store

import "context"

func (s *Store) checkpoints(ctx context.Context) { <-ctx.Done() }
func (s *Store) written()                        {}
