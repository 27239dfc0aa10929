using System.Text.Json;
using Gantry.Protocols.Models;

namespace Gantry.Protocols.Tokens;

/// <summary>Which model counts in which way: reviewed data, fitted to recorded usage.</summary>
public static class TokenFamilies
{
    private const string Resource = "Gantry.Protocols.Tokens.token-families.json";

    private static readonly Lazy<(string Prefix, TokenFamily Family)[]> Rows = new(Load);

    /// <summary>The family of a model that no row speaks of.</summary>
    public static TokenFamily Other { get; } = new("other") { Text = 1_100 };

    /// <summary>The family of a model by the longest prefix of its name.</summary>
    public static TokenFamily For(string model)
    {
        string bare = ModelId.Bare(model);
        foreach (var (prefix, family) in Rows.Value)
        {
            if (ModelId.Matches(bare, prefix)) return family;
        }

        return Other;
    }

    /// <summary>Every family there is.</summary>
    public static IEnumerable<TokenFamily> All => Rows.Value.Select(row => row.Family).Append(Other).DistinctBy(family => family.Name);

    private static (string Prefix, TokenFamily Family)[] Load()
    {
        using var stream = typeof(TokenFamilies).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException("The families of tokenisers were not built in.");
        using var document = JsonDocument.Parse(stream);
        var rows = new List<(string, TokenFamily)>();
        foreach (var row in document.RootElement.GetProperty("families").EnumerateArray())
        {
            var family = Read(row);
            rows.AddRange(row.GetProperty("prefixes").EnumerateArray().Select(prefix => (prefix.GetString()!, family)));
        }

        return [.. rows.OrderByDescending(row => row.Item1.Length)];
    }

    private static TokenFamily Read(JsonElement row)
    {
        var image = row.GetProperty("image");
        return new(row.GetProperty("name").GetString()!)
        {
            Text = Number(row, "text"),
            Schema = Number(row, "schema"),
            PerRequest = Number(row, "perRequest"),
            PerMessage = Number(row, "perMessage"),
            ForTools = Number(row, "forTools"),
            ForSchema = Number(row, "forSchema"),
            PerTool = Number(row, "perTool"),
            PerPage = Number(row, "perPage"),
            Image = new(
                Enum.Parse<ImageFormula>(image.GetProperty("formula").GetString()!, ignoreCase: true),
                Number(image, "base"), Number(image, "perTile"), Number(image, "limit")),
        };
    }

    private static int Number(JsonElement row, string name) => row.GetProperty(name).GetInt32();
}
