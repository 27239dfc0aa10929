using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Gantry.Storage;

/// <summary>One step of the schema, an embedded file <c>NNNN_name.sql</c>. Once released it never changes: its checksum is recorded.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    private const string Folder = "Gantry.Storage.Migrations.";

    /// <summary>SHA-256 of the text, in hexadecimal; line ends do not count.</summary>
    public string Checksum { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>Every step, in order.</summary>
    public static ImmutableArray<Migration> All { get; } = [.. Load().OrderBy(m => m.Number)];

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
