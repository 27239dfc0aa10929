namespace Gantry.Billing.Caps;

/// <summary>Spending that has to be looked up before a cap can be judged: what other runs have charged to somebody since a moment.</summary>
/// <param name="Scope">Whose spending.</param>
/// <param name="Id">As in <see cref="SpendCap"/>.</param>
/// <param name="Since">By the start of the request; null for ever.</param>
internal readonly record struct SpendKey(SpendScope Scope, string Id, DateTimeOffset? Since);
