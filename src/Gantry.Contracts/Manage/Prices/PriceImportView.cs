namespace Gantry.Contracts.Manage.Prices;

/// <summary>A published list beside the models here.</summary>
public sealed record PriceImportView
{
    /// <summary>How many names of models that nobody here has are told; there may be thousands.</summary>
    public const int MostUnknown = 100;

    /// <summary>That the list was read as.</summary>
    public required string Format { get; init; }

    /// <summary>The moment that prices are compared at.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Models that the list names, by id.</summary>
    public required IReadOnlyList<PriceProposalView> Models { get; init; }

    /// <summary>Models here that the list does not name.</summary>
    public required IReadOnlyList<string> NotListed { get; init; }

    /// <summary>How many models the list has that nobody here has.</summary>
    public required int UnknownCount { get; init; }

    /// <summary>The first of them, by name.</summary>
    public required IReadOnlyList<string> Unknown { get; init; }
}
