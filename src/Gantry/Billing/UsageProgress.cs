using Gantry.Protocols.Hub;

namespace Gantry.Billing;

/// <summary>How far a running answer has come; what its request is charged by should the process be killed.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Usage">Prompt and what was delivered so far: as reported, else as estimated.</param>
/// <param name="ContentSeen">The client has content.</param>
public readonly record struct UsageProgress(string RequestId, Usage Usage, bool ContentSeen);
