"""Trains, measures and exports the language model of Chancery."""
