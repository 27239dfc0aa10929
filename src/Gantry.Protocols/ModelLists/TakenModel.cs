namespace Gantry.Protocols.ModelLists;

/// <summary>One model as an upstream lists it.</summary>
/// <param name="Name">What a request there names it by.</param>
/// <param name="DisplayName">A name for people; null where it says none, or the same.</param>
public sealed record TakenModel(string Name, string? DisplayName);
