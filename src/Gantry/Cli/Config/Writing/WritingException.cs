namespace Gantry.Cli.Config.Writing;

/// <summary>Nothing was changed, or all is as it was before.</summary>
internal sealed class WritingException(string message) : Exception(message);
