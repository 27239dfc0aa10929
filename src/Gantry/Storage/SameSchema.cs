using System.Diagnostics.CodeAnalysis;

namespace Gantry.Storage;

/// <summary>
/// Dapper compiles code for each statement and connection string. All our databases of one kind have the same schema, and the writer and the readers of one
/// database have different strings: they share what is compiled.
/// </summary>
internal sealed class SameSchema : IEqualityComparer<string>
{
    public bool Equals(string? x, string? y) => IsSqlite(x) == IsSqlite(y);

    public int GetHashCode([DisallowNull] string obj) => IsSqlite(obj) ? 1 : 0;

    private static bool IsSqlite(string? connection) => connection?.StartsWith("Data Source=", StringComparison.OrdinalIgnoreCase) is true;
}
