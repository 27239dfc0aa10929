namespace Gantry.Contracts.Manage.Keys;

/// <summary>A key that was made, or made anew.</summary>
/// <param name="Key">What the list shows of it.</param>
/// <param name="Secret">Shown this once.</param>
public sealed record KeyIssued(KeyView Key, string Secret)
{
    /// <summary>Never shows the secret: records print their members by default.</summary>
    public override string ToString() => Key.ToString();
}
