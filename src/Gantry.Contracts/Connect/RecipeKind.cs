namespace Gantry.Contracts.Connect;

/// <summary>What sort of program a client is.</summary>
public enum RecipeKind
{
    Terminal,
    Editor,
    App,
    Library,
}
