using System.Collections.Immutable;

namespace Gantry.Cli.ClientFiles;

/// <summary>The names of keys and tables, one after the other.</summary>
internal static class TomlPaths
{
    public static bool Same(ImmutableArray<string> left, ImmutableArray<string> right) => left.AsSpan().SequenceEqual(right.AsSpan());

    public static bool Begins(ImmutableArray<string> path, ImmutableArray<string> with) => path.Length >= with.Length && path.AsSpan()[..with.Length].SequenceEqual(with.AsSpan());

    /// <summary>As it is written.</summary>
    public static string Text(IEnumerable<string> path) => string.Join('.', path.Select(name =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? name : Contracts.Connect.ShellText.Json(name)));
}
