namespace Gantry.Secrets;

/// <summary>HMAC-SHA256 of a client key under the pepper: what the store keeps instead of the key (reliability S-2).</summary>
public readonly record struct KeyHash(UInt128 High, UInt128 Low);
