/** Short names for the API's types; schema.ts is generated from the hub's OpenAPI document. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Id = string;
/** A moment as the API sends it: RFC 3339 in UTC. */
export type Moment = string;
/** Texts by language. */
export type Localized = Record<string, string>;

export type Channel = Schemas["Channel"];
export type Role = Schemas["Role"];
export type PresenceState = Schemas["PresenceState"];
export type WorkState = Schemas["WorkState"];
export type Delivery = Schemas["Delivery"];
export type ArticleState = Schemas["ArticleState"];
export type Selection = Schemas["Selection"];

export type Me = Schemas["Me"];
export type SignedIn = Schemas["SessionView"];
export type Colleague = Schemas["StaffBrief"];
export type Directory = Schemas["Directory"];
export type AgentState = Schemas["AgentState"];

export type Contact = Schemas["Contact"];
export type Address = Schemas["Address"];
export type Merge = Schemas["Merge"];
export type Erasure = Schemas["Erasure"];
export type ErasurePlan = Schemas["ErasurePlan"];
export type ContactView = Schemas["ContactView"];

export type Conversation = Schemas["Conversation"];
export type Interaction = Schemas["Interaction"];
export type Message = Schemas["Message"];
export type Citation = Schemas["Citation"];
export type Attachment = Schemas["Attachment"];
export type StoredFile = Schemas["StoredFile"];
export type Row = Schemas["ConversationRow"];
export type RowPage = Schemas["ConversationPage"];
export type ConversationView = Schemas["ConversationView"];
export type TimelinePage = Schemas["MessagePage"];
export type ListName = "mine" | "team" | "waiting" | "parked" | "all";

export type WorkItem = Schemas["WorkItem"];
export type Offer = Schemas["Offer"];
export type Requirement = Schemas["Requirement"];
export type Step = Schemas["Step"];
export type Explanation = Schemas["ExplainView"];
export type AgentReason = Schemas["AgentReason"];
export type Decisions = Schemas["DecisionsView"];

export type Live = Schemas["LiveView"];
export type QueueLive = Schemas["LiveQueue"];
export type AgentLive = Schemas["LiveAgent"];
export type Waiting = Schemas["WaitingItem"];
export type CallLive = Schemas["LiveCall"];

export type Article = Schemas["Article"];
export type ArticleDraft = Schemas["ArticleDraft"];
export type Revision = Schemas["Revision"];
export type Audience = Schemas["Audience"];
export type ArticleCounts = Schemas["ArticleCounts"];
export type ArticleComment = Schemas["ArticleComment"];
export type HistoryEntry = Schemas["HistoryEntry"];
export type Translation = Schemas["Translation"];
export type KnowledgePolicy = Schemas["KnowledgePolicy"];
export type ChannelPreviews = Schemas["ChannelPreviews"];
export type Answer = Schemas["Answer"];
export type KnowledgeTest = Schemas["TryOut"];
export type PhrasingTrial = Schemas["PhrasingTrial"];

export type Staff = Schemas["StaffEntry"];
export type Skill = Schemas["Skill"];
export type Queue = Schemas["Queue"];
export type Overflow = Schemas["Overflow"];
export type Calendar = Schemas["Calendar"];
export type Holiday = Schemas["Holiday"];
export type Period = Schemas["Period"];
export type EntryPoint = Schemas["EntryPoint"];
export type CannedReply = Schemas["CannedReply"];
export type Disposition = Schemas["Disposition"];
export type Webhook = Schemas["Webhook"];
export type WebhookDelivery = Schemas["WebhookDelivery"];
export type ApiToken = Schemas["TokenView"];
export type NewToken = Schemas["NewToken"];
export type AuditEntry = Schemas["AuditEntry"];
export type SetupDocument = Schemas["SetupDocument"];
export type LoadReport = Schemas["LoadReport"];

export type Mailbox = Schemas["Mailbox"];
export type Security = Schemas["Security"];
export type SmsRoute = Schemas["SmsRoute"];
export type Smsc = Schemas["Smsc"];
export type Rule = Schemas["Rule"];
export type RuleDraft = Schemas["RuleDraft"];
export type Condition = Schemas["Condition"];
export type Fact = Schemas["Fact"];
export type Comparison = Schemas["Comparison"];
export type Route = Schemas["Route"];
export type OptedOut = Schemas["OptedOut"];
export type Quarantined = Schemas["Quarantined"];
export type ChannelStatus = Schemas["ChannelStatus"];
export type LinkStatus = Schemas["LinkStatus"];
export type TestReport = Schemas["TestReport"];
export type Finding = Schemas["Finding"];
export type Verdict = Schemas["Verdict"];

export type Mail = Schemas["Mail"];
export type MailAddress = Schemas["MailAddress"];
export type MailView = Schemas["MailView"];
export type Dispatch = Schemas["Dispatch"];
export type Reason = Schemas["Reason"];
export type Way = Schemas["Way"];
export type MailBot = Schemas["MailBot"];

export type RuleTrial = Schemas["RuleTrial"];
export type BulkResult = Schemas["BulkResult"];
