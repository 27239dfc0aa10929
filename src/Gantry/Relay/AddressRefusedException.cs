namespace Gantry.Relay;

/// <summary>An upstream's host resolves to no address that may be dialled.</summary>
internal sealed class AddressRefusedException(string host)
    : Exception($"The host '{host}' resolves to a loopback, private or reserved address. Set allow_private_network where it is configured if that is meant.");
