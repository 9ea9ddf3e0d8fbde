"""Files as other programs write them, small but with everything their readers must mind."""

from __future__ import annotations

from typing import Any


def node(key: str, parent: str | None, role: str, content: Any, **more: Any) -> dict[str, Any]:
    """A node of ChatGPT's tree."""
    if isinstance(content, str):
        content = {"content_type": "text", "parts": [content]}
    message = {"id": key, "author": {"role": role}, "content": content, "create_time": 1_700_000_000.5, **more}
    return {"id": key, "parent": parent, "children": [], "message": message}


CHATGPT: list[dict[str, Any]] = [
    {
        "title": "Rivers",
        "conversation_id": "c-1",
        "create_time": 1_700_000_000.0,
        "update_time": 1_700_000_900.0,
        "current_node": "a2",
        "is_archived": True,
        "mapping": {
            "root": {"id": "root", "parent": None, "message": None},
            "sys": node("sys", "root", "system", ""),
            "u1": node("u1", "sys", "user", "Name a river."),
            "a1": node("a1", "u1", "assistant", "The Rhine.", metadata={"model_slug": "gpt-4"}),
            "call": node("call", "u1", "assistant", {"content_type": "code", "text": "search()"}, recipient="browser"),
            "tool": node("tool", "call", "tool", "results"),
            "think": node(
                "think",
                "tool",
                "assistant",
                {"content_type": "thoughts", "thoughts": [{"summary": "Rivers", "content": "Which one?"}, {}]},
            ),
            "recap": node(
                "recap",
                "think",
                "assistant",
                {"content_type": "reasoning_recap", "content": "Thought for 8s"},
                metadata={"finished_duration_sec": 8},
            ),
            "a2": node(
                "a2",
                "recap",
                "assistant",
                "长江\ue200cite\ue202turn0search1\ue201。",
                metadata={"model_slug": "gpt-4o"},
            ),
            "u2": node(
                "u2",
                "a1",
                "user",
                {"content_type": "multimodal_text", "parts": [{"content_type": "image_asset_pointer"}, "What is it?"]},
                metadata={"attachments": [{"id": "file-1", "name": "map.pdf", "mimeType": "application/pdf"}]},
            ),
        },
    },
    {"title": "Broken", "mapping": {"x": {"message": {"author": 3}}}},
    {"title": "Other", "id": "c-2", "mapping": {"u": node("u", None, "user", "Hello")}, "current_node": "u"},
]

CLAUDE = [
    {
        "uuid": "k-1",
        "name": "Tea 茶",
        "created_at": "2025-03-01T10:00:00.123456Z",
        "updated_at": "2025-03-02T10:00:00Z",
        "chat_messages": [
            {
                "uuid": "m1",
                "sender": "human",
                "text": "What is in it?",
                "created_at": "2025-03-01T10:00:01Z",
                "attachments": [
                    {"file_name": "a.txt", "file_size": 10, "file_type": "txt", "extracted_content": "``` leaves"}
                ],
                "files": [{"file_name": "a.txt"}, {"file_kind": "image", "file_name": "tea.png"}],
            },
            {
                "uuid": "m2",
                "sender": "assistant",
                "text": "old",
                "content": [
                    {"type": "thinking", "thinking": "hm", "summaries": [{"summary": "Thinking"}], "cut_off": False},
                    {"type": "text", "text": "Leaves.", "citations": []},
                    {"type": "tool_use", "name": "web_search", "input": {"query": "tea"}},
                    {"type": "tool_result", "name": "web_search", "content": [{"type": "knowledge"}]},
                    {
                        "type": "tool_use",
                        "name": "artifacts",
                        "input": {"command": "create", "title": "Tea", "language": "python", "content": "print('茶')"},
                    },
                ],
                "created_at": "2025-03-01T10:00:02Z",
            },
        ],
    },
    {"uuid": "k-2", "name": "Empty", "chat_messages": []},
    {
        "uuid": "k-3",
        "name": "Tree",
        "chat_messages": [
            {"uuid": "t1", "sender": "human", "text": "q", "parent_message_uuid": "0000"},
            {"uuid": "t2", "sender": "assistant", "text": "one", "parent_message_uuid": "t1"},
            {"uuid": "t3", "sender": "assistant", "text": "two", "parent_message_uuid": "t1"},
        ],
    },
]

LM_STUDIO = {
    "name": "Local",
    "pinned": True,
    "createdAt": 1_730_000_000_000,
    "systemPrompt": "Be brief.",
    "messages": [
        {
            "currentlySelected": 0,
            "versions": [{"type": "singleStep", "role": "user", "content": [{"type": "text", "text": "Hi"}]}],
        },
        {
            "currentlySelected": 1,
            "versions": [
                {"type": "singleStep", "role": "assistant", "content": [{"type": "text", "text": "first"}]},
                {
                    "type": "multiStep",
                    "role": "assistant",
                    "senderInfo": {"senderName": "qwen3"},
                    "steps": [
                        {
                            "type": "contentBlock",
                            "style": {"type": "thinking", "ended": True, "title": "Thought for 2.5 seconds"},
                            "content": [{"type": "text", "text": "hm"}],
                        },
                        {"type": "debugInfoBlock"},
                        {"type": "contentBlock", "content": [{"type": "text", "text": "second"}]},
                    ],
                },
            ],
        },
        {
            "currentlySelected": 0,
            "versions": [
                {
                    "type": "singleStep",
                    "role": "user",
                    "content": [
                        {"type": "file", "fileIdentifier": "172 - a.pdf", "fileType": "text/pdf", "sizeBytes": 9},
                        {"type": "text", "text": "more"},
                    ],
                }
            ],
        },
    ],
}

_THOUGHT = (
    '<details type="reasoning" done="true" duration="10">\n<summary>Thought for 10 seconds</summary>\n'
    "&gt; first &lt;b&gt;\n&gt; second\n</details>\n"
)
OPEN_WEBUI = [
    {
        "id": "w-1",
        "title": "Lamps",
        "created_at": 1_720_000_000,
        "updated_at": 1_720_000_500,
        "pinned": True,
        "meta": {"tags": ["light"]},
        "chat": {
            "system": "Shine.",
            "history": {
                "currentId": "b",
                "messages": {
                    "u": {
                        "id": "u",
                        "parentId": None,
                        "childrenIds": ["a", "b"],
                        "role": "user",
                        "content": "灯？",
                        "timestamp": 1_720_000_000,
                        "files": [
                            {
                                "type": "file",
                                "name": "lamp.txt",
                                "file": {"filename": "lamp.txt", "data": {"content": "a lamp"}},
                            },
                            {"type": "image", "url": "data:image/png;base64,AA"},
                        ],
                    },
                    "a": {"id": "a", "parentId": "u", "role": "assistant", "content": "old", "model": "llama3"},
                    "b": {
                        "id": "b",
                        "parentId": "u",
                        "role": "assistant",
                        "content": _THOUGHT + "new",
                        "model": "qwen",
                    },
                },
            },
        },
    },
    {"id": "w-2", "title": "Odd", "chat": {"history": {"messages": {"x": {"role": "robot"}}}}},
    {"id": "w-3", "chat": {"title": "Flat", "messages": [{"role": "user", "content": "only a list"}]}},
]

JAN_THREAD = {"id": "jan_1", "title": "Jan talks", "created": 1_710_000_000, "assistants": [{"instructions": "Kind."}]}
JAN_LINES = [
    {
        "id": "j2",
        "thread_id": "jan_1",
        "role": "assistant",
        "created_at": 1_710_000_002_000,
        "metadata": {"modelId": "phi"},
        "content": [
            {"type": "reasoning", "text": {"value": "hm", "annotations": []}},
            {"type": "tool_call", "tool_name": "search", "input": {}, "output": {}},
            {"type": "text", "text": {"value": "Hello.", "annotations": []}},
        ],
    },
    {
        "id": "j1",
        "thread_id": "jan_1",
        "role": "user",
        "created_at": 1_710_000_001_000,
        "content": [{"type": "text", "text": {"value": "Hi", "annotations": []}}],
    },
]

SILLY_TAVERN = [
    {"user_name": "Me", "character_name": "Seraphina", "create_date": "2024-6-3 @17h 23m 11s 123ms"},
    {"name": "Seraphina", "is_user": False, "is_system": False, "mes": "*smiles*", "send_date": "June 3, 2024 5:23pm"},
    {"name": "Me", "is_user": True, "mes": "Hello", "send_date": 1_717_435_500_000},
    {
        "name": "Seraphina",
        "is_user": False,
        "mes": "Good evening, edited",
        "swipes": ["Ah", "Good evening"],
        "swipe_id": 1,
        "send_date": "2024-06-03T17:26:00.000Z",
        "swipe_info": [{"extra": {"reasoning": "first"}}, {"extra": {}}],
        "extra": {"model": "mythomax", "reasoning": "hm", "reasoning_duration": 1500},
    },
]
