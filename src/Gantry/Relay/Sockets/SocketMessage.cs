namespace Gantry.Relay.Sockets;

/// <summary>What a client sent.</summary>
internal enum SocketMessage
{
    Text,

    /// <summary>Bytes: nothing that this dialect has a meaning for.</summary>
    Binary,

    /// <summary>More than any request may have; the rest of it is still to come.</summary>
    TooLarge,

    Close,
}
