using System.Collections.Immutable;
using Gantry.Catalog;
using Gantry.Catalog.Seed;

namespace Gantry.Moving.LiteLlm;

/// <summary>
/// One group with everything that the proxy serves. A model that others stand in for becomes a name for several: itself under another name first, then the
/// others, each at its own price.
/// </summary>
internal sealed class LiteLlmGroup(Move move, SeedCatalogue seed, LiteLlmRouting routing)
{
    public const string Name = "litellm";

    /// <summary>Behind the name of a model that is only reached through its list of stand-ins.</summary>
    private const string Own = ":own";

    private readonly MovedGroup _group = new(Name, "Models of a LiteLLM proxy") { Balance = routing.Balance };
    private readonly SortedDictionary<string, ImmutableArray<SourcePrice>> _served = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    /// <summary>What a key of everything reaches there.</summary>
    public ImmutableArray<SourceModel> Served => [.. _served.Select(s => new SourceModel(s.Key, s.Value))];

    /// <summary>What a key has to be limited to so that it sees no more than that; empty where it cannot.</summary>
    public ImmutableArray<string> Visible { get; private set; } = [];

    public bool IsEmpty => _group.Deployments.Count == 0;

    public void Build(IReadOnlyList<LiteLlmDeployment> deployments)
    {
        var named = deployments.Where(d => !d.IsWildcard).GroupBy(d => d.Model).ToList();
        var names = named.Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var model in named) _ids[model.Key] = StandIns(model.Key).Any(names.Contains) ? model.Key + Own : model.Key;
        foreach (var model in named) Add(model.Key, [.. model]);
        foreach (var wildcard in deployments.Where(d => d.IsWildcard)) Expand(wildcard);
        foreach (var model in named) Fallbacks(model.Key, names);
        foreach (var model in routing.Fallbacks.Keys.Where(m => !names.Contains(m) && !routing.Aliases.ContainsKey(m))) move.LeftOut("fallbacks", model, "there is no such model there");
        foreach (var (alias, model) in routing.Aliases) Alias(alias, model);
        if (IsEmpty) return;
        move.Groups.Add(_group);
        var offered = _group.Deployments.Select(d => d.Model).ToHashSet(StringComparer.Ordinal);
        if (_ids.Any(i => i.Key != i.Value)) Visible = [.. _served.Keys.Where(n => offered.Contains(n) || _group.VirtualModels.ContainsKey(n))];
    }

    private IEnumerable<string> StandIns(string model) =>
        (routing.Fallbacks.GetValueOrDefault(model) ?? routing.DefaultFallbacks).Where(m => m != model).Distinct(StringComparer.Ordinal);

    private void Add(string model, List<LiteLlmDeployment> deployments)
    {
        _served[model] = deployments[0].Source;
        var usable = deployments.Where(d => d.Upstream is not null).ToList();
        if (usable.Count == 0) return;
        var first = usable[0];
        _served[model] = first.Source;
        move.Items.Add(first.PriceItem);
        if (usable.Any(d => !Equal(d.Price, first.Price)))
            move.Lost("price", $"{model}: others", "its deployments have different costs; a model here has one price in a group: that of its first deployment is taken");
        move.Models.Add(Completed(first.Described with { Id = _ids[model], Price = first.Price }, first));
        foreach (var (deployment, weight) in usable.Zip(Weights(model, usable)))
        {
            var made = new MovedDeployment(_ids[model], deployment.Upstream!, deployment.UpstreamModel) { Weight = weight, Priority = (long)Math.Clamp(deployment.Order ?? 0, 0, 1_000_000) };
            var same = _group.Deployments.FindIndex(d => d.Model == made.Model && d.Upstream == made.Upstream && d.UpstreamModel == made.UpstreamModel);
            if (same < 0)
            {
                _group.Deployments.Add(made);
                continue;
            }

            _group.Deployments[same] = _group.Deployments[same] with { Weight = _group.Deployments[same].Weight + weight };
            move.Adjusted("deployment", deployment.Title, "the same place as another entry: one deployment with the weights of both");
        }
    }

    // One of the three counts for a model: the first that any of its deployments has.
    private List<long> Weights(string model, List<LiteLlmDeployment> deployments)
    {
        Func<LiteLlmDeployment, decimal?>[] measures = [d => d.Weight, d => d.Requests, d => d.Tokens];
        var measure = measures.FirstOrDefault(m => deployments.Any(d => m(d) is not null));
        if (measure is null || deployments.Count == 1) return [.. deployments.Select(_ => 1L)];
        var raw = deployments.Select(d => measure(d) ?? 0).ToList();
        if (raw.Any(w => w == 0)) move.Lost("deployment", $"{model}: weight", "a deployment without a share is never drawn there; here it is drawn seldom");
        var scale = raw.All(w => w == Math.Floor(w)) ? 1 : 1_000;
        var most = raw.Max() * scale;
        return [.. raw.Select(w => (long)Math.Clamp(Math.Round(w * scale / Math.Max(1, most / 1_000_000)), 1, 1_000_000))];
    }

    private void Fallbacks(string model, HashSet<string> names)
    {
        var all = StandIns(model).ToList();
        var others = all.Where(names.Contains).Select(m => _ids[m]).Where(Offered).ToList();
        foreach (var missing in all.Where(m => !names.Contains(m))) move.Lost("fallbacks", $"{model} -> {missing}", "there is no entry of model_list for it");
        if (_ids[model] == model || !Offered(_ids[model])) return;
        _group.VirtualModels[model] = [_ids[model], .. others];
        move.Carried("fallbacks", model, $"virtual model: {string.Join(", then ", _group.VirtualModels[model])}");
    }

    private bool Offered(string id) => _group.Deployments.Any(d => d.Model == id);

    private void Alias(string alias, string model)
    {
        if (!_served.TryGetValue(model, out var prices))
        {
            move.LeftOut("model_group_alias", alias, "the model behind it is not there");
            return;
        }

        if (_served.ContainsKey(alias))
        {
            move.Lost("model_group_alias", alias, "a model of model_list has the same name: that is served");
            return;
        }

        _served[alias] = prices;
        if (_group.VirtualModels.TryGetValue(model, out var several)) _group.VirtualModels[alias] = several;
        else if (Offered(model)) _group.VirtualModels[alias] = [model];
        else return;
        move.Carried("model_group_alias", alias, $"virtual model: {model}");
    }

    // There is no model without a name here: those that are known today stand for all of them.
    private void Expand(LiteLlmDeployment wildcard)
    {
        var vendor = LiteLlmProvider.VendorOf(wildcard.Vendor);
        if (wildcard.Upstream is null) return;
        if (vendor is null || wildcard.Model.Count(c => c == '*') != 1 || wildcard.UpstreamModel != LiteLlmDeployment.Wildcard)
        {
            move.Lost("deployment", wildcard.Title, "any name is served there; Gantry serves names that are written down, and knows no list of these: add them");
            return;
        }

        var known = seed.Models.Where(m => m.Vendor == vendor && m.Price is not null).ToList();
        foreach (var model in known)
        {
            var name = wildcard.Model.Replace(LiteLlmDeployment.Wildcard, model.Id, StringComparison.Ordinal);
            if (!_served.TryAdd(name, [])) continue;
            _ids[name] = name;
            move.Models.Add(Completed(new MovedModel { Id = name, Price = model.Price }, wildcard with { UpstreamModel = model.Id }));
            _group.Deployments.Add(new MovedDeployment(name, wildcard.Upstream, model.Id));
        }

        move.Lost("deployment", wildcard.Title, $"any name is served there; here the {known.Count} models of {vendor} that Gantry's own catalogue knows, at published prices: add others by name");
    }

    // Names that the catalogue does not know by themselves still describe a model that it may know.
    private MovedModel Completed(MovedModel model, LiteLlmDeployment deployment)
    {
        if (seed.Find(model.Id) is not null || seed.Find(deployment.UpstreamModel) is not { } known) return model;
        var row = known.ToRow(model.Id);
        return model with
        {
            Kind = model.Kind ?? (row.Kind == ModelKind.Chat ? null : row.Kind),
            ContextWindow = model.ContextWindow ?? row.ContextWindow,
            MaxOutputTokens = model.MaxOutputTokens ?? row.MaxOutputTokens,
            SupportsImages = model.SupportsImages ?? row.SupportsImages,
            SupportsReasoning = model.SupportsReasoning ?? row.SupportsReasoning,
        };
    }

    private static bool Equal(ModelPrice? left, ModelPrice? right) => (left?.Facts() ?? []).SequenceEqual(right?.Facts() ?? []);
}
