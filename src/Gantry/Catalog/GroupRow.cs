using Gantry.Billing.Pricing;
using System.Collections.Immutable;
using Gantry.Protocols;

namespace Gantry.Catalog;

/// <summary>What keys are assigned to; its deployments are rows of their own.</summary>
internal sealed record GroupRow : CatalogRow
{
    /// <summary>The routing value that stands for every group. No group may be called so.</summary>
    public const string Auto = "auto";

    public const long DefaultHoldOutputTokens = 16_000;

    public required string Name { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Price factor in parts per million.</summary>
    public long MultiplierPpm { get; init; } = 1_000_000;

    public CancelPolicy CancelPolicy { get; init; }

    /// <summary>Bounds on what everybody may spend through it, one a window, in the order of the windows.</summary>
    public ImmutableArray<SpendLimit> SpendCaps { get; init; } = [];

    /// <summary>How much everybody may ask for through it; null where nothing is said.</summary>
    public RateTerms? RateLimits { get; init; }

    /// <summary>The same for single models, by their names.</summary>
    public ImmutableArray<ModelRateTerms> ModelRateLimits { get; init; } = [];

    /// <summary>The most answer tokens that are set aside for a request which names no limit of its own.</summary>
    public long HoldOutputTokens { get; init; } = DefaultHoldOutputTokens;

    /// <summary>Operations that the group serves; empty for all.</summary>
    public ImmutableArray<Operation> Operations { get; init; } = [];

    /// <summary>Prices of the group's own, by model.</summary>
    public ImmutableArray<GroupPrice> Prices { get; init; } = [];

    public GroupStatus Status { get; init; }

    /// <summary>The group to use instead, where this one is no longer active.</summary>
    public string? Replacement { get; init; }

    /// <summary>What its users are told where it is no longer active.</summary>
    public string Note { get; init; } = "";

    /// <summary>Protocols of clients that the group serves; empty for all.</summary>
    public ImmutableArray<Protocol> Protocols { get; init; } = [];

    public PoolBalance Balance { get; init; }

    public ImmutableArray<VirtualModel> VirtualModels { get; init; } = [];

    public override RowKey Key => KeyOf(Name);

    public static RowKey KeyOf(string name) => new(RowKind.Group, name);

    public override IEnumerable<RowFact> Facts() =>
    [
        new("description", Description),
        new("multiplier", DecimalText.Format(MultiplierPpm, DecimalText.Ppm, 1)),
        new("cancel_policy", EnumWords.Of(CancelPolicy)),
        new("spend_cap", List(SpendCaps.Select(c => c.ToString()))),
        new("rate_limits", RateLimits?.ToString() ?? ""),
        new("model_rate_limits", List(ModelRateLimits.Select(m => m.ToString()))),
        new("hold_output_tokens", HoldOutputTokens.ToString()),
        new("operations", List(Operations.Select(EnumWords.Of))),
        new("status", EnumWords.Of(Status)),
        new("replacement", Replacement ?? ""),
        new("note", Note),
        new("protocols", List(Protocols.Select(EnumWords.Of))),
        new("balance", EnumWords.Of(Balance)),
        new("virtual_models", List(VirtualModels.Select(v => v.ToString()))),
        .. Prices.SelectMany(p => p.Facts()),
    ];
}
