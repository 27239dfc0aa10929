namespace Gantry.Clients.Tests.Processes;

/// <summary>A line and when it came, counted from the start of the process.</summary>
internal readonly record struct OutputLine(TimeSpan At, string Text);
