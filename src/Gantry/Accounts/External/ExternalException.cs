namespace Gantry.Accounts.External;

/// <summary>A provider, or somebody in its name, has not shown who a person is. The message is for the log; it holds no secret, code or token.</summary>
internal sealed class ExternalException(string message, Exception? cause = null) : Exception(message, cause);
