namespace Gantry.Protocols.Json;

/// <summary>A refused request body: a value, because a bad body is an everyday event and not an exception.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Field">The member at fault, where one is.</param>
/// <param name="Offset">The byte at which reading stopped.</param>
/// <param name="Message">One sentence for the caller. Quotes a member's name at most, never a value.</param>
public sealed record RequestRejection(RequestRejectionKind Kind, string? Field, long Offset, string Message);
