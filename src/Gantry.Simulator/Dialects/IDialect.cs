using Gantry.Protocols;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Dialects;

/// <summary>One protocol as its vendor speaks it.</summary>
internal interface IDialect
{
    Protocol Protocol { get; }

    /// <summary>Reads a request.</summary>
    /// <exception cref="BadPromptException">The vendor refuses the request with 400.</exception>
    Prompt Read(PromptSource source);

    /// <summary>The whole answer as one JSON body.</summary>
    string Whole(Turn turn);

    /// <summary>The answer as a stream, written lazily: a frame is made when it is sent.</summary>
    IEnumerable<Frame> Stream(Turn turn);

    string StreamContentType(Prompt prompt);

    (int Status, string Body) Error(Refusal refusal, Ids ids);

    /// <summary>The error as it stands inside a stream whose first frames were already written.</summary>
    IEnumerable<Frame> StreamError(Turn turn, Refusal refusal);

    /// <summary>Response headers that every answer of the vendor carries.</summary>
    IEnumerable<(string Name, string Value)> Headers(Ids ids);
}
