namespace Gantry.Contracts.SignIn;

/// <summary>A passkey in the list of its owner.</summary>
/// <param name="Id">The credential's id, base64url.</param>
/// <param name="Name">As its owner calls it.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="LastUsedAt">Null where it was never used since.</param>
public sealed record PasskeyInfo(string Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);
