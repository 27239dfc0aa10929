namespace Gantry.Catalog.Declared;

/// <summary>A key that was just made. Its secret is shown once and is nowhere else.</summary>
internal sealed record IssuedKey(ApiKeyRow Row, string Secret)
{
    /// <summary>Never shows the secret: records print their members by default.</summary>
    public override string ToString() => Row.Key.ToString();
}
