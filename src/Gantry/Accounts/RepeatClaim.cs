namespace Gantry.Accounts;

/// <summary>A request that may come again under a key of its client's.</summary>
/// <param name="Id">Of the key, the account, the method and the path: 64 hexadecimal digits.</param>
/// <param name="Print">Of the body.</param>
internal sealed record RepeatClaim(string Id, string Print);
