"""Tests of `synchro`."""
