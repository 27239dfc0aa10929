namespace Gantry.Tests.Nodes;

/// <summary>What a server has answered.</summary>
internal sealed record NodeAnswer(int Node, int Status, string RequestId, string Body);
