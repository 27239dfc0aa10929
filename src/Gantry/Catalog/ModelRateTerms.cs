namespace Gantry.Catalog;

/// <summary>Limits on what everybody may ask of one model through one group.</summary>
/// <param name="Model">Its id or an alias.</param>
/// <param name="Limits">The limits.</param>
internal sealed record ModelRateTerms(string Model, RateTerms Limits)
{
    /// <summary>As the declarative file writes it.</summary>
    public override string ToString() => $"{Model}: {Limits}";
}
