namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>The passes over tools, in their order: each relies on what those before it settled.</summary>
internal static class ToolPasses
{
    public static ITranslationPass[] For(FitScope scope)
    {
        var tools = new ToolScope(scope);
        return
        [
            new StrayCallPass(tools),
            new LateToolPass(tools),
            new HostedToolPass(tools),
            new DuplicateToolPass(tools),
            new CustomToolPass(tools),
            new ToolDefinitionPass(tools),
            new ToolChoicePass(tools),
            new ToolNamePass(tools),
            new CallIdPass(tools),
            new ArgumentPass(tools),
            new OutputFormatPass(tools),
            new CachedContentPass(tools),
        ];
    }
}
