using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>Reasoning that only its issuer can open. It never goes to anybody else.</summary>
/// <param name="Kind">What the issuer calls it.</param>
/// <param name="Data">The token, byte for byte.</param>
public sealed record ReasoningSeal(ReasoningSealKind Kind, JsonText Data);
