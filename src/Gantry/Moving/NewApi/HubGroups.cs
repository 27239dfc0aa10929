using System.Collections.Immutable;
using Gantry.Billing.Pricing;
using Gantry.Catalog;

namespace Gantry.Moving.NewApi;

/// <summary>
/// Groups of the source to groups here. A group is made when a key needs it: the factor may depend on the group that the user is in, and then there is one for
/// each factor.
/// </summary>
internal sealed class HubGroups
{
    private readonly Move _move;
    private readonly HubOptions _options;
    private readonly HubPrices _prices;
    private readonly HubDialect _dialect;
    private readonly NameBook _names = new(GroupRow.Auto);
    private readonly Dictionary<string, List<HubChannel>> _channels;
    private readonly long _highest;
    private readonly Dictionary<(string Group, decimal Factor), string> _made = [];
    private readonly Dictionary<string, HashSet<string>> _offers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<SourceModel>> _served = new(StringComparer.Ordinal);

    public HubGroups(Move move, HubOptions options, HubPrices prices, HubDialect dialect, IReadOnlyList<HubChannel> channels)
    {
        (_move, _options, _prices, _dialect) = (move, options, prices, dialect);
        _channels = channels.SelectMany(c => c.Groups, (c, g) => (Group: g, Channel: c)).GroupBy(p => p.Group).ToDictionary(g => g.Key, g => g.Select(p => p.Channel).ToList(), StringComparer.Ordinal);
        _highest = channels.Count == 0 ? 0 : channels.Max(c => c.Priority);
    }

    /// <summary>Whether any channel is for it.</summary>
    public bool Serves(string group) => _channels.ContainsKey(group);

    /// <summary>The factor that a user of one group pays in another.</summary>
    public decimal FactorOf(string userGroup, string group) =>
        _dialect == HubDialect.NewApi && _options.GroupGroupRatio.GetValueOrDefault(userGroup)?.TryGetValue(group, out var special) == true ? special
        : _options.GroupRatio?.GetValueOrDefault(group, 1) ?? 1;

    /// <summary>The group here, made where it is not there yet; null where no channel of it could be carried over.</summary>
    public string? Make(string group, decimal factor)
    {
        if (_made.TryGetValue((group, factor), out var name)) return name;
        var deployments = Deployments(group).ToList();
        if (deployments.Count == 0) return null;
        var special = factor != (_options.GroupRatio?.GetValueOrDefault(group, 1) ?? 1);
        name = _names.Give(special ? $"{group} x{HubPrices.Text(factor)}" : group, "group");
        _made[(group, factor)] = name;
        _offers[name] = deployments.Select(d => d.Model).ToHashSet(StringComparer.Ordinal);
        var isExact = decimal.Round(factor, DecimalText.Ppm) == factor && factor < 1_000_000;
        var made = new MovedGroup(name, "") { MultiplierPpm = isExact ? (long)(factor * PinnedPrice.Par) : PinnedPrice.Par };
        made.Deployments.AddRange(deployments);
        // A factor with more than six decimals: its products stand in the group, to the nano-dollar.
        foreach (var model in isExact ? [] : deployments.Select(d => d.Model).Distinct(StringComparer.Ordinal))
        {
            if (_prices.Of(model).Price is { Free: false } price) made.Prices[model] = Times(price, factor);
        }

        _move.Groups.Add(made);
        var how = isExact ? $"with the multiplier {HubPrices.Text(factor)}" : $"with prices of its own, {HubPrices.Text(factor)} times the list";
        if (_options.GroupRatio is null) _move.Lost("group", group, $"group {name}; no ratio was ever saved: 1 is taken, the program's own may differ");
        else if (special) _move.Adjusted("group", group, $"group {name} {how}, for users whose own group pays another ratio");
        else _move.Carried("group", group, $"group {name} {how}");
        return name;
    }

    /// <summary>Whether a group that was made here has a model.</summary>
    public bool Offers(string made, string model) => _offers[made].Contains(model);

    /// <summary>What a key of these groups is served there, and at what price: the first group that has a model.</summary>
    public ImmutableArray<SourceModel> Served(IReadOnlyList<(string Group, decimal Factor)> groups)
    {
        var key = string.Join('\n', groups.Select(g => $"{g.Group} x{HubPrices.Text(g.Factor)}"));
        if (_served.TryGetValue(key, out var served)) return served;
        var models = new SortedDictionary<string, SourceModel>(StringComparer.Ordinal);
        foreach (var (group, factor) in groups)
        {
            foreach (var model in _channels.GetValueOrDefault(group, []).SelectMany(c => c.Models))
            {
                var price = _prices.Of(model);
                if (!price.Refused) models.TryAdd(model, new SourceModel(model, [.. price.Source.Select(p => p with { Usd = p.Usd * factor })]));
            }
        }

        return _served[key] = [.. models.Values];
    }

    /// <summary>Groups that were not made, because nobody's key asks for them.</summary>
    public void Report()
    {
        var all = _channels.Keys.Concat(_options.GroupRatio?.Keys ?? Enumerable.Empty<string>()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        foreach (var group in all.Where(g => !_made.Keys.Any(m => m.Group == g)).ToList())
        {
            if (!Serves(group)) _move.LeftOut("group", group, "no channel is for it");
            else if (Make(group, _options.GroupRatio?.GetValueOrDefault(group, 1) ?? 1) is null) _move.Lost("group", group, "none of its channels could be carried over");
        }
    }

    private IEnumerable<MovedDeployment> Deployments(string name) =>
        from channel in _channels.GetValueOrDefault(name, [])
        where channel.Upstream is not null
        from model in channel.Models
        where channel.UpstreamModels.ContainsKey(model) && !_prices.Of(model).Refused
        select new MovedDeployment(model, channel.Upstream!, channel.UpstreamModels[model]) { Priority = Math.Min(_highest - channel.Priority, 1_000_000), Weight = channel.Weight };

    private static ModelPrice Times(ModelPrice price, decimal factor)
    {
        long? Of(long? nanos) => nanos is { } n ? (long)decimal.Round(n * factor, 0, MidpointRounding.AwayFromZero) : null;
        // By the piece there are nano-dollars for a piece, not for a million.
        long? Piece(long? nanos) => nanos is { } n ? Of(n / ModelPrice.PiecesPerUnit) * ModelPrice.PiecesPerUnit : null;
        return price with
        {
            Input = Of(price.Input),
            Output = Of(price.Output),
            CacheRead = Of(price.CacheRead),
            CacheWrite5m = Of(price.CacheWrite5m),
            CacheWrite1h = Of(price.CacheWrite1h),
            ImageInput = Of(price.ImageInput),
            ImageOutput = Of(price.ImageOutput),
            AudioInput = Of(price.AudioInput),
            AudioOutput = Of(price.AudioOutput),
            Request = Piece(price.Request),
            WebSearch = Piece(price.WebSearch),
        };
    }
}
