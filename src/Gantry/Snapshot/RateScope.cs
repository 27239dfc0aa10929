namespace Gantry.Snapshot;

/// <summary>What one rate limit counts: the same one in every snapshot, so that a change of configuration forgets nothing.</summary>
/// <param name="Owner">Whose asking.</param>
/// <param name="Id">The id of the key or the account, the name of the group, the network address.</param>
/// <param name="Model">The id of the model, where one model's is counted apart.</param>
public readonly record struct RateScope(RateOwner Owner, string Id, string? Model = null);
