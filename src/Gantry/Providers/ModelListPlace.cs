namespace Gantry.Providers;

/// <summary>Where a vendor tells which models it has.</summary>
/// <param name="Call">What is asked, for the signature.</param>
/// <param name="Address">The full address.</param>
internal sealed record ModelListPlace(UpstreamCall Call, Uri Address)
{
    /// <summary>Asked although one before it has answered: it tells others.</summary>
    public bool Adds { get; init; }
}
