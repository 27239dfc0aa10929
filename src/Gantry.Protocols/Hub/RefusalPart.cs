using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>The model's own words for why it does not answer.</summary>
public sealed record RefusalPart(JsonText Text) : Part;
