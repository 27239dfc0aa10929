namespace Gantry.Catalog;

/// <summary>The catalogue changed between reading it and writing to it.</summary>
internal sealed class CatalogConflictException(long expected, long actual)
    : Exception($"The catalogue changed meanwhile: version {actual} is there, {expected} was expected.");
