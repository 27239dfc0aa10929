using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Gantry.Storage;

/// <summary>
/// One step of the schema, an embedded file <c>NNNN_name.sql</c>. Once released it never changes: its checksum is recorded. PostgreSQL takes the same text,
/// with texts ordered by their bytes as in SQLite, or <c>NNNN_name.postgres.sql</c> where there is one.
/// </summary>
internal sealed partial record Migration(int Number, string Name, string Sql)
{
    private const string Folder = "Gantry.Storage.Migrations.";

    /// <summary>SHA-256 of the text, in hexadecimal; line ends do not count.</summary>
    public string Checksum =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    private const string OfPostgres = ".postgres";

    /// <summary>Every step of SQLite, in order.</summary>
    public static ImmutableArray<Migration> All { get; } = [.. Load().Where(m => !IsPostgres(m)).OrderBy(m => m.Number)];

    /// <summary>Every step of PostgreSQL, in order.</summary>
    public static ImmutableArray<Migration> Postgres { get; } =
    [
        .. Load().GroupBy(m => m.Number).OrderBy(steps => steps.Key).Select(steps =>
            steps.FirstOrDefault(IsPostgres) is { } own ? own with { Name = own.Name[..^OfPostgres.Length] }
            : steps.Single() is var same ? same with { Sql = TextColumn().Replace(same.Sql, "${column}TEXT COLLATE \"C\"") } : same),
    ];

    private static bool IsPostgres(Migration step) => step.Name.EndsWith(OfPostgres, StringComparison.Ordinal);

    [GeneratedRegex(@"^(?<column>\s+\w+ |ALTER TABLE \w+ ADD COLUMN \w+ )TEXT\b", RegexOptions.Multiline)]
    private static partial Regex TextColumn();

    private static IEnumerable<Migration> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)))
        {
            var name = Path.GetFileNameWithoutExtension(resource[Folder.Length..]);
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return new Migration(int.Parse(name[..4]), name[5..], reader.ReadToEnd());
        }
    }
}
