"""The simulated plant: what stands in for real machines in the demonstration and in tests.

It speaks as a real plant would (samples, wave-forms, pictures, entries) and keeps to itself what a
real plant cannot tell: which spindle wears, since when and how far. Nothing but `lineside.app` may
import it.
"""
