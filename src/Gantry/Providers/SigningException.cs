namespace Gantry.Providers;

/// <summary>No credential could be had for an upstream.</summary>
/// <param name="message">What failed and what the administrator can do; holds no secret, and goes to the log alone.</param>
/// <param name="inner">The library's own failure, where there is one.</param>
internal sealed class SigningException(string message, Exception? inner = null) : Exception(message, inner);
