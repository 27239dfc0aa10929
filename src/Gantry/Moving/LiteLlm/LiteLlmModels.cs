using System.Collections.Immutable;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Catalog.Seed;

namespace Gantry.Moving.LiteLlm;

/// <summary>Reads <c>model_list</c>.</summary>
internal sealed class LiteLlmModels(Move move, ReadContext context, SeedCatalogue seed, LiteLlmPriceList? list, IReadOnlyDictionary<string, ForeignMap> credentials)
{
    private const int MostEntries = 10_000;

    private static readonly ImmutableArray<string> Retries = ["timeout", "stream_timeout", "max_retries", "num_retries", "cooldown_time", "allowed_fails"];

    private static readonly ImmutableArray<string> ForKeys = ["access_groups", "team_id", "team_public_model_name", "tags", "created_by", "blocked"];

    private readonly LiteLlmUpstreams _upstreams = new(move);

    public List<LiteLlmDeployment> Read(ForeignMap root)
    {
        var node = root.Node("model_list");
        if (node is not (null or FileNode.List)) context.Error(node.At, $"model_list must be a list, not {node.Kind}");
        var items = (node as FileNode.List)?.Items ?? [];
        if (items.Length > MostEntries) context.Error(node!.At, $"model_list has more than {MostEntries} entries");
        return [.. items.Take(MostEntries).Select(item => ForeignMap.Of(item, "an entry of model_list", context)).OfType<ForeignMap>().Select(Entry).OfType<LiteLlmDeployment>()];
    }

    private LiteLlmDeployment? Entry(ForeignMap entry)
    {
        var name = entry.Text("model_name");
        var parameters = entry.Map("litellm_params");
        var target = parameters?.Text("model");
        if (name is not { Length: > 0 }) context.Error(entry.At, "an entry of model_list has no model_name");
        if (target is not { Length: > 0 }) context.Error(parameters?.At ?? entry.At, "an entry of model_list has no litellm_params.model");
        if (name is not { Length: > 0 } || target is not { Length: > 0 }) return null;
        var info = entry.Map("model_info");
        var (vendor, provider, model) = LiteLlmProvider.Of(target, parameters!.Text("custom_llm_provider"));
        var title = $"{name} ({target}, line {entry.At.Line})";
        var named = parameters.Text("litellm_credential_name");
        var upstream = ForeignMap.VariableOf(target) is null
            ? _upstreams.Find(vendor, provider, parameters, named is null ? null : credentials.GetValueOrDefault(named), ref model, out var refusal)
            : Refuse("its model is in the environment of LiteLLM", out refusal);
        if (named is not null && !credentials.ContainsKey(named)) (upstream, refusal) = (null, $"its credential '{named}' is not in credential_list");
        if (upstream is null) move.Lost("deployment", title, refusal!);
        else if (!name.Contains(LiteLlmDeployment.Wildcard, StringComparison.Ordinal)) move.Carried("deployment", title, $"upstream {upstream.Name} ({upstream.Provider}) as {model}");
        var price = Price(name, title, target, model, parameters, info, out var source, out var item);
        var deployment = new LiteLlmDeployment(name, upstream?.Name, model)
        {
            Title = title,
            Vendor = vendor,
            Weight = parameters.Number("weight"),
            Requests = parameters.Number("rpm") ?? entry.Number("rpm"),
            Tokens = parameters.Number("tpm") ?? entry.Number("tpm"),
            Order = parameters.Number("order"),
            Described = Described(name, info),
            Price = price,
            Source = source,
            PriceItem = item,
        };
        if (upstream is not null) Rest(title, parameters, info, entry);
        return deployment;
    }

    private static MovedUpstream? Refuse(string why, out string? refusal)
    {
        refusal = why;
        return null;
    }

    private static MovedModel Described(string name, ForeignMap? info) => new()
    {
        Id = name,
        Kind = info?.Text("mode") switch
        {
            "embedding" => ModelKind.Embedding,
            "image_generation" or "image_edit" => ModelKind.Image,
            "audio_transcription" or "audio_speech" => ModelKind.Audio,
            "chat" or "completion" or "responses" => ModelKind.Chat,
            _ => null,
        },
        ContextWindow = (long?)info?.Number("max_input_tokens") is > 0 and var window ? window : null,
        MaxOutputTokens = (long?)(info?.Number("max_output_tokens") ?? info?.Number("max_tokens")) is > 0 and var most ? most : null,
        SupportsImages = info?.Flag("supports_vision"),
        SupportsReasoning = info?.Flag("supports_reasoning"),
    };

    private ModelPrice? Price(string name, string title, string target, string model, ForeignMap parameters, ForeignMap? info, out ImmutableArray<SourcePrice> source, out MovedItem item)
    {
        var costs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var map in new[] { info, parameters }.OfType<ForeignMap>()) Costs(map, costs);
        var names = new[] { info?.Text("base_model"), target, model }.OfType<string>().ToArray();
        var own = costs.Count > 0;
        if (!own && list?.Find(names) is { } listed) costs = new Dictionary<string, string>(listed, StringComparer.Ordinal);
        if (costs.Count == 0)
        {
            source = [];
            var known = names.Concat([name, model.Split('/')[^1]]).Select(seed.Find).FirstOrDefault(m => m?.Price is not null)?.Price;
            item = new MovedItem("price", name, MoveOutcome.Lost, list is not null ? $"neither the configuration nor the list has it{Taken(known)}" : $"it is in LiteLLM's own list: give that with --prices{Taken(known)}");
            return known;
        }

        var price = LiteLlmCosts.Read(costs, out source, out var unread);
        foreach (var cost in unread) move.Lost("price", $"{title}: {cost}", "Gantry has no such price");
        item = new MovedItem("price", name, MoveOutcome.Carried, $"{(own ? "" : "from the list: ")}{Words(price)}");
        return price;
    }

    private void Costs(ForeignMap map, Dictionary<string, string> costs)
    {
        foreach (var (key, node) in map.Entries.Where(e => LiteLlmCosts.IsCost(e.Key)).ToList())
        {
            if (key == LiteLlmCosts.Searches)
            {
                foreach (var (size, value) in map.Map(key)?.Entries ?? []) Cost($"{key}.{size}", value, costs);
            }
            else
            {
                map.Node(key);
                Cost(key, node, costs);
            }
        }
    }

    private void Cost(string key, FileNode node, Dictionary<string, string> costs)
    {
        if (node is FileNode.Scalar scalar && LiteLlmCosts.IsNumber(scalar.Text)) costs[key] = scalar.Text;
        else context.Error(node.At, $"{key} must be an amount of USD that is not negative");
    }

    private void Rest(string title, ForeignMap parameters, ForeignMap? info, ForeignMap entry)
    {
        foreach (var key in new[] { "id", "db_model", "description", "base_model", "max_tokens" }) info?.Node(key);
        foreach (var (key, _) in parameters.Unread)
            move.Lost("deployment", $"{title}: {key}", Retries.Contains(key) ? "Gantry retries and rests upstreams by rules of its own" : "LiteLLM sends or keeps it for this deployment; Gantry has no such setting");
        foreach (var (key, _) in info?.Unread ?? [])
        {
            if (ForKeys.Contains(key)) move.Lost("deployment", $"{title}: model_info.{key}", "it is for keys and teams, which are in LiteLLM's database");
            else move.LeftOut("deployment", $"{title}: model_info.{key}", "describes the model, changes nothing about requests or prices");
        }

        foreach (var (key, _) in entry.Unread) move.Lost("deployment", $"{title}: {key}", "Gantry has no such setting");
    }

    private static string Taken(ModelPrice? known) => known is null ? "; Gantry knows none and will not serve it" : "; the published price of Gantry's own catalogue is taken";

    private static string Words(ModelPrice price) =>
        price.Free ? "free"
        : price.Input is { } input ? $"${DecimalText.Format(input, DecimalText.Nano, 2)} in, ${DecimalText.Format(price.Output ?? 0, DecimalText.Nano, 2)} out for a million tokens"
        : "by the piece";
}
