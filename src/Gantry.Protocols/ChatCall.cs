namespace Gantry.Protocols;

/// <summary>What a request says outside its body.</summary>
/// <param name="Model">The model in the path; null where the body names it.</param>
/// <param name="Stream">The path asks for a stream; null where the body says it.</param>
public readonly record struct ChatCall(string? Model, bool? Stream);
