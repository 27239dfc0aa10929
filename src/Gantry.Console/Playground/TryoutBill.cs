namespace Gantry.Console.Playground;

/// <summary>What a request of a page cost.</summary>
/// <param name="Charged">USD as decimal text.</param>
/// <param name="Input">Tokens of the prompt, cached ones among them.</param>
/// <param name="Cached">Of these, those read from or written to a cache.</param>
/// <param name="Output">Tokens of the answer.</param>
/// <param name="Reasoning">Of these, those of thinking.</param>
public sealed record TryoutBill(string Charged, long Input, long Cached, long Output, long Reasoning);
