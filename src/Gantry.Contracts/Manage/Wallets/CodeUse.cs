namespace Gantry.Contracts.Manage.Wallets;

/// <summary>A redemption code, as it was given to somebody.</summary>
public sealed record CodeUse
{
    public required string Code { get; init; }

    /// <summary>Never shows the code: records print their members by default.</summary>
    public override string ToString() => nameof(CodeUse);
}
