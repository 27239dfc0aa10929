namespace Gantry.Contracts.Manage.Tokens;

/// <summary>A token that was made.</summary>
/// <param name="Token">What the list shows of it.</param>
/// <param name="Secret">Shown this once.</param>
public sealed record TokenIssued(TokenView Token, string Secret)
{
    /// <summary>Never shows the secret: records print their members by default.</summary>
    public override string ToString() => Token.ToString();
}
