namespace Gantry.Tests.Moving;

/// <summary>A LiteLLM configuration with what people use of it.</summary>
internal static class LiteLlmFixture
{
    public const string MasterKey = "sk-master-canary-0123456789";

    public static string Text(string upstream) =>
        $$"""
        model_list:
          - model_name: gpt-4o                         # two places, one by a variable
            litellm_params: &house {model: openai/gpt-4o-2024-11-20, api_base: "{{upstream}}/v1", api_key: sk-canary-house-key, weight: 3}
            model_info: &cost {input_cost_per_token: 2.5e-06, output_cost_per_token: 0.00001, cache_read_input_token_cost: 1.25e-6}
          - model_name: gpt-4o
            litellm_params: {<<: *house, api_key: os.environ/OTHER_KEY, weight: 1, rpm: 600}
            model_info: {<<: *cost, id: second, access_groups: [beta]}
          - model_name: sonnet
            litellm_params:
              model: anthropic/claude-sonnet-4-5-20250929
              api_base: "{{upstream}}"
              api_key: sk-canary-anthropic
              timeout: 30
              input_cost_per_token: 0.000003
              output_cost_per_token: 0.000015
              cache_read_input_token_cost: 3.0e-07
              cache_creation_input_token_cost: 3.75e-06
              input_cost_per_token_above_200k_tokens: 6e-06
              output_cost_per_token_above_200k_tokens: 0.0000225
          - model_name: local
            litellm_params: {model: ollama_chat/qwen3, api_base: os.environ/OLLAMA_BASE, api_key: sk-canary-ollama}
            model_info: {input_cost_per_token: 0, output_cost_per_token: 0, mode: chat, supports_vision: false}
          - model_name: embed
            litellm_params: {model: openai/text-embedding-3-small, api_base: "{{upstream}}/v1", api_key: sk-canary-house-key}
            model_info: {mode: embedding, input_cost_per_token: 0.00000002, max_input_tokens: 8191, supports_function_calling: false}
          - model_name: listed
            litellm_params: {model: gpt-4.1-mini, api_base: "{{upstream}}/v1", api_key: os.environ/OTHER_KEY}
          - model_name: tortoise
            litellm_params: {model: replicate/tortoise, api_key: r8-canary}
          - model_name: "xai/*"
            litellm_params: {model: "xai/*", api_base: "{{upstream}}"}
        environment_variables: {LITELLM_MASTER_KEY: {{MasterKey}}, OTHER_KEY: sk-canary-other, XAI_API_KEY: sk-canary-xai, OLLAMA_BASE: "{{upstream}}" }
        litellm_settings:
          drop_params: true
          num_retries: 3
          max_budget: 100
          budget_duration: 30d
          success_callback: [langfuse]
          fallbacks: [{gpt-4o: [sonnet, ghost]}]
        router_settings:
          routing_strategy: latency-based-routing
          model_group_alias: {gpt-4: gpt-4o, hidden-one: {model: sonnet, hidden: true} }
        general_settings:
          master_key: os.environ/LITELLM_MASTER_KEY
          database_url: os.environ/DATABASE_URL
        """;
}
