using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gantry.Storage;

namespace Gantry.Moving.NewApi;

/// <summary>Channels to upstreams.</summary>
internal sealed class HubChannels(Move move, HubReader reader, HubDialect dialect)
{
    private const long Enabled = 1;

    /// <summary>Azure deployments lost the points in their names until 2025-05-10, and for ever in one-api.</summary>
    private const long PointsKeptFrom = 1_746_835_200;

    // Columns that change requests or answers on their way: nothing here does that.
    private static readonly (string Column, string What)[] Changes =
    [
        ("param_override", "changes parameters of requests"), ("header_override", "sets headers of requests"), ("status_code_mapping", "changes status codes"),
        ("openai_organization", "names an organization of OpenAI"), ("system_prompt", "puts a system prompt before every request"),
    ];

    private static readonly string[] Switches = ["setting", "settings"];

    private static readonly FrozenSet<string> OwnModels =
        new[] { "anthropic", "amazon", "meta", "mistral", "cohere", "ai21", "deepseek", "openai", "qwen", "writer" }.ToFrozenSet(StringComparer.Ordinal);

    private readonly NameBook _names = new();

    public List<HubChannel> Read(IReadOnlyList<ForeignRow> rows)
    {
        var channels = new List<HubChannel>();
        foreach (var row in rows)
        {
            var title = row.Text("name") is { Length: > 0 } given ? given : $"channel {row.Identity}";
            var name = $"{row.Identity} {Clean(title)}";
            var status = reader.Whole(row, "status", Enabled);
            if (status != Enabled) move.LeftOut("channel", name, status == 3 ? "switched off there by the program" : "switched off there");
            else channels.Add(Channel(row, name, title));
        }

        return channels;
    }

    private HubChannel Channel(ForeignRow row, string name, string title)
    {
        var models = List(row.Text("models"));
        var targets = Targets(row, models);
        var kind = HubChannelKind.Of(reader.Whole(row, "type", 0), dialect);
        var upstream = Upstream(row, kind, title, out var refusal);
        if (upstream is null) move.Lost("channel", name, refusal!);
        else move.Carried("channel", name, $"upstream {upstream.Name} ({upstream.Provider}, {upstream.ApiKeys.Length} key{(upstream.ApiKeys.Length == 1 ? "" : "s")}) for {models.Length} model{(models.Length == 1 ? "" : "s")}");
        if (upstream is not null) move.Upstreams.Add(upstream);
        if (upstream is not null) Rest(row, name);
        return new HubChannel(name, upstream?.Name)
        {
            Models = models,
            Groups = List(row.Text("group")) is { IsEmpty: false } groups ? groups : ["default"],
            UpstreamModels = models.Distinct(StringComparer.Ordinal).Select(m => (Model: m, At: At(row, kind, targets[m]))).Where(t => t.At is not null)
                .ToDictionary(t => t.Model, t => t.At!, StringComparer.Ordinal),
            Priority = reader.Whole(row, "priority", 0),
            // A draw among channels of one priority counts ten more for each, so that those without a weight are drawn as well; one-api has no weights.
            Weight = dialect == HubDialect.NewApi ? Math.Clamp(reader.Whole(row, "weight", 0), 0, 900_000) + 10 : 1,
        };
    }

    private MovedUpstream? Upstream(ForeignRow row, HubChannelKind kind, string title, out string? refusal)
    {
        var keys = Keys(row, out var disabled);
        refusal = kind.Provider is null ? $"Gantry has no provider for {kind.Type}" : keys.Count == 0 && NeedsKey(kind.Provider) ? "it has no key that is switched on" : null;
        if (refusal is not null) return null;
        var options = new List<(string, string)>();
        if (kind.Provider == "azure" && row.Text("other") is { Length: > 0 } version) options.Add(("api_version", YamlText.Escape(version)));
        if (kind.Provider == "vertex" && Region(row) is { } location) options.Add(("location", YamlText.Escape(location)));
        if (kind.Provider == "bedrock") refusal = Bedrock(row, keys, options);
        if (refusal is not null) return null;
        var provider = kind.Provider!;
        string? address = null;
        var isPrivate = false;
        var text = row.Text("base_url").Trim() is { Length: > 0 } own ? own : kind.Base ?? "";
        if (text.Length > 0)
        {
            refusal = UpstreamAddress.Read(text + (text.TrimEnd('/').EndsWith(kind.Path, StringComparison.Ordinal) ? "" : kind.Path), out address, out isPrivate);
            if (refusal is not null) return null;
            if (provider == "openai" && new Uri(address).Host != "api.openai.com") provider = "openai-compatible";
            else if (provider is "openai" or "openrouter" or "groq") address = null;
        }
        else if (provider is "azure" or "openai-compatible")
        {
            refusal = "it has no address";
            return null;
        }

        var name = _names.Give(title, $"channel-{row.Identity}");
        if (disabled > 0) move.LeftOut("channel key", name, $"{disabled} of its keys {(disabled == 1 ? "is" : "are")} switched off there");
        return new MovedUpstream
        {
            Name = name,
            Provider = provider,
            BaseUrl = address,
            ApiKeys = [.. keys.Distinct(StringComparer.Ordinal).Select(k => move.Secrets.Keep($"{name}_KEY", k))],
            AllowPrivateNetwork = isPrivate,
            Proxy = Proxy(row, name),
            Options = [.. options],
        };
    }

    private List<string> Keys(ForeignRow row, out int disabled)
    {
        disabled = 0;
        var text = row.Text("key").Trim();
        if (text.Length == 0) return [];
        if (text[0] is '{' or '[') return Documents(row, text);
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();
        if (row.Has("channel_info") && reader.Members(row, "channel_info").TryGetValue("multi_key_status_list", out var list) && list.ValueKind == JsonValueKind.Object)
        {
            var off = list.EnumerateObject().Where(s => s.Value.ValueKind == JsonValueKind.Number && s.Value.GetRawText() != "1").Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
            var on = lines.Where((_, i) => !off.Contains(i.ToString(System.Globalization.CultureInfo.InvariantCulture))).ToList();
            disabled = lines.Count - on.Count;
            lines = on;
        }

        foreach (var line in lines.Where(l => l.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || !char.IsAscii(c)))) reader.Error(row, $"key holds a character that no header can ({line.Length} characters)");
        return lines;
    }

    // Documents of Google's accounts, one or a list of them.
    private List<string> Documents(ForeignRow row, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            IEnumerable<JsonElement> all = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement.EnumerateArray() : [document.RootElement];
            return [.. all.Select(e => e.ValueKind == JsonValueKind.String ? e.GetString()! : OneLine(e))];
        }
        catch (JsonException)
        {
            reader.Error(row, "key begins like JSON and is none");
            return [];
        }
    }

    // ACCESS|SECRET|REGION, or KEY|REGION; one-api keeps the three in config.
    private string? Bedrock(ForeignRow row, List<string> keys, List<(string, string)> options)
    {
        if (dialect == HubDialect.OneApi)
        {
            var config = reader.Members(row, "config");
            string Of(string name) => config.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
            keys.Clear();
            if (Of("ak").Length > 0) keys.Add($"{Of("ak")}:{Of("sk")}");
            options.Add(("region", YamlText.Escape(Of("region"))));
            return Of("region").Length == 0 ? "its config names no region" : null;
        }

        var parts = keys.Select(k => k.Split('|')).ToList();
        if (parts.Any(p => p.Length is not (2 or 3)) || parts.Select(p => p[^1]).Distinct(StringComparer.Ordinal).Count() != 1) return "its keys do not end in one region";
        keys.Clear();
        keys.AddRange(parts.Select(p => p.Length == 3 ? $"{p[0]}:{p[1]}" : p[0]));
        options.Add(("region", YamlText.Escape(parts[0][^1])));
        return null;
    }

    private string? Region(ForeignRow row)
    {
        var text = row.Text("other").Trim();
        if (!text.StartsWith('{')) return text.Length == 0 ? "global" : text;
        var regions = reader.Members(row, "other");
        return regions.TryGetValue("default", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : "global";
    }

    private string? Proxy(ForeignRow row, string name)
    {
        if (!row.Has("setting")) return null;
        return reader.Members(row, "setting").TryGetValue("proxy", out var proxy) && proxy.ValueKind == JsonValueKind.String && proxy.GetString() is { Length: > 0 } url
            ? move.Secrets.Keep($"{name}_PROXY", url)
            : null;
    }

    private void Rest(ForeignRow row, string name)
    {
        foreach (var (column, what) in Changes)
        {
            if (row.Text(column).Trim() is not ("" or "{}" or "null")) move.Lost("channel", $"{name}: {column}", $"it {what}; Gantry does not");
        }

        foreach (var column in Switches.Where(row.Has))
        {
            foreach (var (member, value) in reader.Members(row, column).Where(m => m.Key != "proxy" && m.Value.ValueKind is not (JsonValueKind.False or JsonValueKind.Null) && m.Value.GetRawText() is not ("\"\"" or "0" or "{}" or "[]")))
                move.Lost("channel", $"{name}: {column}.{Clean(member)}", "Gantry has no such switch for an upstream");
        }
    }

    // Names may be mapped in several steps.
    private Dictionary<string, string> Targets(ForeignRow row, ImmutableArray<string> models)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (from, to) in reader.Members(row, "model_mapping"))
        {
            if (to.ValueKind == JsonValueKind.String && to.GetString() is { Length: > 0 } target) map[from] = target;
            else reader.Error(row, $"model_mapping: '{Clean(from)}' must be a text");
        }

        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var model in models)
        {
            var target = model;
            var seen = new HashSet<string>(StringComparer.Ordinal) { model };
            while (map.TryGetValue(target, out var next) && next != target)
            {
                if (!seen.Add(next))
                {
                    reader.Error(row, $"model_mapping goes round in a circle from '{Clean(model)}'");
                    break;
                }

                target = next;
            }

            targets[model] = target;
        }

        return targets;
    }

    // What the upstream is called by; null where the program knows a name that we do not.
    private string? At(ForeignRow row, HubChannelKind kind, string target) => kind.Provider switch
    {
        "azure" when dialect == HubDialect.OneApi || reader.Whole(row, "created_time", 0) < PointsKeptFrom => target.Replace(".", "", StringComparison.Ordinal),
        "bedrock" => target.Split('.') is { Length: > 1 } parts && (OwnModels.Contains(parts[0]) || OwnModels.Contains(parts[1])) ? target : null,
        "vertex" when target.StartsWith("claude-", StringComparison.Ordinal) && !target.Contains('@', StringComparison.Ordinal) => Dated(target),
        _ => target,
    };

    // claude-sonnet-4-20250514 -> claude-sonnet-4@20250514.
    private static string Dated(string model)
    {
        if (model == "claude-3-5-sonnet-20241022") return "claude-3-5-sonnet-v2@20241022";
        var dash = model.LastIndexOf('-');
        return model.Length - dash == 9 && model[(dash + 1)..].All(char.IsAsciiDigit) ? $"{model[..dash]}@{model[(dash + 1)..]}" : model;
    }

    private static string OneLine(JsonElement document)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) document.WriteTo(json);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static bool NeedsKey(string provider) => Catalog.ProviderKind.Find(provider) is { NeedsKey: true };

    private static ImmutableArray<string> List(string text) => [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    private static string Clean(string text) => new([.. text.Where(c => !char.IsControl(c)).Take(100)]);
}
