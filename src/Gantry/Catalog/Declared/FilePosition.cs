namespace Gantry.Catalog.Declared;

/// <summary>A place in the declarative file; both count from 1.</summary>
internal readonly record struct FilePosition(int Line, int Column);
