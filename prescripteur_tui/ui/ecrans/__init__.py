"""One screen per module, its style beside it; all but the first are imported when first opened."""
