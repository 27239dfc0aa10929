namespace Gantry.Billing.Ledger;

/// <summary>This process, as the ledger numbers it: allowances and usage records carry the number, so that those of a dead one can be told apart.</summary>
/// <param name="Number">Grows with every start.</param>
internal sealed record GatewayRun(long Number);
