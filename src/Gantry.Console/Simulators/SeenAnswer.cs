namespace Gantry.Console.Simulators;

/// <summary>What a client saw of a request, as the page's script tells it.</summary>
/// <param name="Status">Of HTTP; 0 where no answer came.</param>
/// <param name="Request">The gateway's id of it; empty where no answer came.</param>
/// <param name="Text">The beginning of the answer.</param>
/// <param name="Ended">It came to its end.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record SeenAnswer(int Status, string Request, string Text, bool Ended, long Milliseconds);
