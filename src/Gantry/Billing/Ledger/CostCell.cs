namespace Gantry.Billing.Ledger;

/// <summary>What attempts of one day cost by one credential for one model: ours, or what the provider's invoice says.</summary>
/// <param name="Day">UTC.</param>
/// <param name="Upstream">Our name of the upstream; empty where the invoice tells none.</param>
/// <param name="Credential">The id of the credential; empty where the invoice tells none.</param>
/// <param name="Model">The upstream's name of the model; empty where the invoice tells none.</param>
/// <param name="Nanos">Nano-USD.</param>
internal readonly record struct CostCell(DateOnly Day, string Upstream, string Credential, string Model, long Nanos)
{
    /// <summary>The cell without its amount.</summary>
    public CostCell Place => this with { Nanos = 0 };
}
