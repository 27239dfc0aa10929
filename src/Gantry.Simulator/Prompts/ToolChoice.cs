namespace Gantry.Simulator.Prompts;

/// <summary>How free the model is to call tools.</summary>
internal enum ToolChoice
{
    Auto,
    None,
    Required,
}
