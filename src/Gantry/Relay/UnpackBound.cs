using Gantry.Protocols.Hub;

namespace Gantry.Relay;

/// <summary>How far a packed body may grow (reliability S-34). Looked at while it is unpacked: a bomb is known by its first megabyte.</summary>
internal static class UnpackBound
{
    /// <summary>Decoded bytes for each byte on the wire.</summary>
    public const int MaxRatio = 100;

    /// <summary>So much may come of anything: short bodies of repeated words pack better than the ratio.</summary>
    public const int Slack = 1024 * 1024;

    public static bool Exceeds(long decoded, long wire) => decoded > Slack && decoded > wire * MaxRatio;

    public static GatewayError Refusal() => new(
        ErrorKind.TooLarge,
        ErrorOrigin.Client,
        $"The request body grows to more than {MaxRatio} times its packed size. Send it unpacked.");
}
