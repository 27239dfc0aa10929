using System.Text.Json;

namespace Gantry.Protocols.Models;

/// <summary>What is known of models, by the beginning of their names.</summary>
/// <remarks>Rows build on one another: a model gets the rules of every row whose prefix it has, the longest last, over the permissive ones.</remarks>
public sealed class ModelRulesCatalogue
{
    private const string Resource = "Gantry.Protocols.Models.model-rules.json";

    private static readonly Lazy<ModelRulesCatalogue> Embedded = new(Load);

    private readonly (string Prefix, ModelRulesPatch Patch)[] _rows;

    private ModelRulesCatalogue(IEnumerable<(string Prefix, ModelRulesPatch Patch)> rows) =>
        _rows = [.. rows.OrderBy(row => row.Prefix.Length).ThenBy(row => row.Prefix, StringComparer.Ordinal)];

    /// <summary>The catalogue that is built in.</summary>
    public static ModelRulesCatalogue BuiltIn => Embedded.Value;

    /// <summary>The rules of a model.</summary>
    /// <param name="model">Its name at the upstream, in any of the usual spellings (with region, vendor, date, <c>models/</c>).</param>
    /// <param name="known">What the operator knows better.</param>
    public ModelRules For(string model, ModelRulesPatch? known = null)
    {
        string bare = ModelId.Bare(model);
        var rules = ModelRules.Permissive;
        foreach (var (prefix, patch) in _rows)
        {
            if (ModelId.Matches(bare, prefix)) rules = patch.Over(rules);
        }

        return known?.Over(rules) ?? rules;
    }

    /// <summary>Reads a catalogue: <c>sources</c> names where facts come from, <c>rows</c> hold <c>prefix</c>, <c>source</c> and rules.</summary>
    /// <exception cref="FormatException">A row is not of this form, names no known source or repeats a prefix.</exception>
    public static ModelRulesCatalogue Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var sources = document.RootElement.GetProperty("sources");
        var rows = new Dictionary<string, ModelRulesPatch>(StringComparer.Ordinal);
        foreach (var row in document.RootElement.GetProperty("rows").EnumerateArray())
        {
            string prefix = "", source = "";
            var patch = ModelRulesReader.Read(row, member =>
            {
                if (member.NameEquals("prefix")) prefix = member.Value.GetString() ?? "";
                else if (member.NameEquals("source")) source = member.Value.GetString() ?? "";
                else return false;
                return true;
            });
            if (prefix.Length == 0 || !rows.TryAdd(prefix, patch)) throw new FormatException($"Prefix '{prefix}' is empty or there twice.");
            if (source.Split(' ').FirstOrDefault(name => !sources.TryGetProperty(name, out _)) is { } unknown)
            {
                throw new FormatException($"{prefix}: there is no source '{unknown}'.");
            }
        }

        return new(rows.Select(row => (row.Key, row.Value)));
    }

    private static ModelRulesCatalogue Load()
    {
        using var stream = typeof(ModelRulesCatalogue).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException("The catalogue of model rules was not built in.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }
}
