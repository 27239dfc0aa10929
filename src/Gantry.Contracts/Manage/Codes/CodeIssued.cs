namespace Gantry.Contracts.Manage.Codes;

/// <summary>A code that was made.</summary>
/// <param name="Code">What the list shows of it.</param>
/// <param name="Secret">Whoever has it can redeem it; shown this once.</param>
public sealed record CodeIssued(CodeView Code, string Secret)
{
    /// <summary>Never shows the secret: records print their members by default.</summary>
    public override string ToString() => Code.ToString();
}
